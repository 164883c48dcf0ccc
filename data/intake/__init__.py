"""Sources → `landing/`: reads what a mapping names and lands it as the canonical feeds, as text, losing nothing."""
