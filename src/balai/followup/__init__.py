"""What people do with what they learnt: action plans, and how they stand months after a programme."""
