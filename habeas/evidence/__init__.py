"""Evidence that strangers can check. It needs nothing else of Habeas: no Temporal, no database, no other package."""
