"""What benchmarks/faults.py tries: runs as processes, homes to disturb, kills, damage."""
