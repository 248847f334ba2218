"""Images, documents and private files: storage, upload checks, and the one view that hands out what is private."""
