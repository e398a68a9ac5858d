"""What becomes of facts and people with time: retention, rekeying, forgetting, alerts already sent."""
