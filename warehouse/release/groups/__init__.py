"""Who is counted and in which groups: frozen roster, threshold rule, coverage, and reorganisations of sections."""
