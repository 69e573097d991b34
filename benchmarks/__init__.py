"""What certifying costs, measured against what it stands on."""
