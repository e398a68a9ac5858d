"""Facts, the ledger, the models and the two gates' inner side."""
