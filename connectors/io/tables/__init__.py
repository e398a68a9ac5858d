"""Tables that people keep or vendors export: read whole and right, or refused with what to do."""
