"""The workflow engine of BurgersAanZet. Plugins import `baz.api` and nothing else."""
