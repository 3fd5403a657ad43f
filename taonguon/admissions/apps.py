"""The app of candidacies."""

from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    """From the source list to official membership."""

    name = "taonguon.admissions"
    label = "admissions"
