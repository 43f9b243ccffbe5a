from balai.certificates.models.certificate import Batch, Certificate, IssuerKey, Paper
from balai.certificates.models.completion import Appeal, Completion
from balai.certificates.models.design import Design, Signatory

__all__ = ["Appeal", "Batch", "Certificate", "Completion", "Design", "IssuerKey", "Paper", "Signatory"]
