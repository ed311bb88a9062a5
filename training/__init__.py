"""`make train`: the weights of triage's classifier from its labelled texts, and the report."""
