"""The simulation of the demo town: staff, days, meetings and books. It knows no vendor."""
