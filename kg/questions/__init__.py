"""Questions over relationship views: who is central, how are two connected, what changed, who says so."""
