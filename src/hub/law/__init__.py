"""The law as dated data: offences, limits, outcomes and suggestions, each as it stood on a day; only the counting is code."""
