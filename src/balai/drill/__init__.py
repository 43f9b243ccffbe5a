"""Made-up programmes that go wrong, lived by the deeds of the pages: the simulator behind ``balai drill``."""
