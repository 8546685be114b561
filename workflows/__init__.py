"""The procedures. Deterministic: nothing here but temporalio, the domain and references to activities."""
