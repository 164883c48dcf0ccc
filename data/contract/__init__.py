"""What every part agrees on: the feeds and their columns, where everything lies, the time, the thresholds, how a refusal is said."""
