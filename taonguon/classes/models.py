"""Classes of the political centre: planned, held, who learnt in them, and what they earned.

A row of a learner is never deleted; a mark of attendance is never overwritten: a later one replaces it.
"""

from django.db import models
from django.db.models import F, Q

from taonguon.accounts.models import User
from taonguon.classes.enums import Audience, NeededFor, Outcome, Part, Presence, Seat, Wish, Withdrawn
from taonguon.orgs.models import Locality, Organisation
from taonguon.people.enums import CertificateKind
from taonguon.people.models import Certificate, Person


class CourseKind(models.Model):
    """A kind of class: what its certificate counts as, how it is numbered, how much of it must be attended."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=160)
    certifies = models.CharField(max_length=12, choices=CertificateKind, blank=True, default="")
    pattern = models.CharField(max_length=40, default="{number:02}/{year}/GCN")
    """How a certificate's number is written: {number}, {number:03}, {year}."""
    attended_percent = models.PositiveSmallIntegerField(default=80)
    """Share of the sessions a learner must have attended to be certified, in percent; set by the centre."""
    retired = models.BooleanField(default=False)
    """No new classes of this kind."""

    class Meta:
        constraints = (
            models.CheckConstraint(name="attended_share_is_a_percent", condition=Q(attended_percent__lte=100)),
        )

    def __str__(self) -> str:
        return self.code


class Grade(models.Model):
    """A grade the centre gives. `passes`: with it the class counts as passed."""

    name = models.CharField(max_length=40, unique=True)
    passes = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """One class: where, when, for whom, and how many can come."""

    kind = models.ForeignKey(CourseKind, models.PROTECT, related_name="courses")
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="courses")
    """The unit whose centre holds it; units below send learners."""
    organiser = models.CharField(max_length=120, blank=True, default="")
    together_with = models.CharField(max_length=120, blank=True, default="")
    """Who else holds it, as the district military command."""
    audience = models.CharField(max_length=16, choices=Audience, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    commune = models.ForeignKey(Locality, models.PROTECT, null=True, blank=True, related_name="courses")
    since = models.DateField()
    until = models.DateField()
    """The last day of the class."""
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_number = models.CharField(max_length=40, blank=True, default="")
    """Number of the decision that opens it."""
    opened_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    """Day of the list that tells of it; empty for one planned here."""

    class Meta:
        constraints = (
            models.CheckConstraint(name="course_ends_no_earlier_than_it_begins", condition=Q(until__gte=F("since"))),
            models.UniqueConstraint(name="one_course_of_a_name_and_day", fields=("unit", "name", "since")),
        )
        indexes = (models.Index(fields=("since", "unit"), name="course_day"),)

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One half day of a class, with its topic and lecturer."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="sessions")
    on = models.DateField()
    part = models.CharField(max_length=9, choices=Part, default=Part.MORNING)
    topic = models.CharField(max_length=200, blank=True, default="")
    lecturer = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(name="one_session_a_half_day", fields=("course", "on", "part")),)

    def __str__(self) -> str:
        return f"{self.on} {self.part} of {self.course_id}"


class Proposal(models.Model):
    """A cell proposes to send somebody to a class; its committee agrees; the centre gives a place."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="class_proposals")
    kind = models.ForeignKey(CourseKind, models.PROTECT, related_name="proposals")
    cell = models.ForeignKey(Organisation, models.PROTECT, related_name="class_proposals")
    made_on = models.DateField()
    needed_by = models.DateField(null=True, blank=True)
    needed_for = models.CharField(max_length=12, choices=NeededFor, blank=True, default="")
    state = models.CharField(max_length=9, choices=Wish, default=Wish.PROPOSED)
    decided_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_waiting_proposal_of_a_person",
                fields=("person", "kind"),
                condition=Q(state__in=(Wish.PROPOSED, Wish.AGREED)),
            ),
        )
        indexes = (models.Index(fields=("state", "cell"), name="proposal_state"),)

    def __str__(self) -> str:
        return f"{self.person_id} to {self.kind_id}"


class Enrolment(models.Model):
    """One person on the list of one class."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    sender = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="learners")
    """The cell or committee that sends the learner."""
    group = models.CharField(max_length=16, choices=Audience, blank=True, default="")
    seat = models.CharField(max_length=9, choices=Seat, default=Seat.ENROLLED)
    since = models.DateField(null=True, blank=True)
    """Day of enrolment; those who wait move up in the order in which they came."""
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn = models.CharField(max_length=8, choices=Withdrawn, blank=True, default="")
    score = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    grade = models.ForeignKey(Grade, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, default="")
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="enrolment")
    """The certificate that stands; those it replaced hang on it."""

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_place_of_a_person_in_a_course", fields=("course", "person")),
            models.CheckConstraint(
                name="certified_only_after_passing", condition=Q(certificate__isnull=True) | Q(outcome=Outcome.PASSED)
            ),
        )
        indexes = (models.Index(fields=("course", "seat"), name="enrolment_seat"),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.course_id}"


class Mark(models.Model):
    """Who was there at a session. Made on a device that may have had no network: it brings its own id and time."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="marks")
    presence = models.CharField(max_length=7, choices=Presence)
    operation = models.UUIDField(unique=True)
    """Made on the device: the same entry sent twice is one."""
    marked_at = models.DateTimeField()
    """By the clock of the device."""
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.BooleanField(default=True)
    disputed = models.BooleanField(default=False)
    """Another device had said otherwise in the meantime: a person decides."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_standing_mark_of_a_learner", fields=("session", "enrolment"), condition=Q(standing=True)
            ),
        )
        indexes = (models.Index(fields=("session",), name="mark_disputed", condition=Q(disputed=True)),)

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.presence} at {self.session_id}"


class Series(models.Model):
    """The last number given in a centre's series of a year. Kinds whose numbers are written alike share one.

    Locked while a number is taken.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="certificate_series")
    pattern = models.CharField(max_length=40)
    """How its numbers are written, but for leading zeros (`numbers.shape`)."""
    year = models.PositiveSmallIntegerField()
    """0 where the numbers do not tell the year: then they go on from year to year."""
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_series_a_year", fields=("unit", "pattern", "year")),)

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}/{self.pattern}"


class Distance(models.Model):
    """Kilometres between two communes, by road; the one with the smaller id is `one`."""

    one = models.ForeignKey(Locality, models.PROTECT, related_name="+")
    other = models.ForeignKey(Locality, models.PROTECT, related_name="+")
    km = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_distance_of_two_communes", fields=("one", "other")),
            models.CheckConstraint(name="distance_of_two_in_order", condition=Q(one__lt=F("other"))),
        )

    def __str__(self) -> str:
        return f"{self.km} km from {self.one_id} to {self.other_id}"


class Letterhead(models.Model):
    """What stands on a centre's certificates above and below what is certified; as it was last printed."""

    unit = models.OneToOneField(Organisation, models.PROTECT, related_name="letterhead")
    upper = models.CharField(max_length=120, blank=True, default="")
    issuer = models.CharField(max_length=120)
    place = models.CharField(max_length=80, blank=True, default="")
    post = models.CharField(max_length=80)
    signer = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.issuer}"


class PaperTemplate(models.Model):
    """A centre's own .docx for its certificates, checked when it was taken. One stands; earlier ones are kept."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="paper_templates")
    file_name = models.CharField(max_length=160)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""
    added_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_standing_template_of_a_unit", fields=("unit",), condition=Q(standing=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.file_name}"
