from balai.selection.models.decision import Decision, Verdict

__all__ = ["Decision", "Verdict"]
