"""What each page shows, beside the SQL that counts it again: one module per page. A figure that no SQL explains is a failure."""
