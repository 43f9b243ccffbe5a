"""What people do at home with what they learnt: their action plans."""
