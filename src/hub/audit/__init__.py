"""The record of who did what to whose data, when and why (DPA 2018 s.62): only added to, sealed in blocks."""
