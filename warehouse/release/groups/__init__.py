"""Who is counted, and in which groups: the frozen roster, the threshold rule, coverage, and mergers of sections."""
