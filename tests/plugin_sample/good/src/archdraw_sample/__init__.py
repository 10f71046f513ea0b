"""A sample of what a plug-in can bring."""
