"""What happens to facts and people over time: deletion by age, other keys, forgetting, alerts sent, opening."""
