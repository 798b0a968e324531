"""Alarms and the rota: who is called, who has it, and who is on call."""
