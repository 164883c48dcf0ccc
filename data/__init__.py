"""What comes in and where everything lies: the feeds, the intake, the refresh, the sample world."""
