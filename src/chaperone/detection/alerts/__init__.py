"""What becomes of an alert: who is told, who looks into it, and with which verdict it ends."""
