"""Readers of prose: what a trial's words say about cancer, stage, treatment and place. Offline, pure, with evidence."""
