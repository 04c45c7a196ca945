"""How do repairs get into files? Round by round, in memory first, all or nothing."""
