from django.db import models


class Room(models.Model):
    name = models.CharField(max_length=80, unique=True)
    seats = models.PositiveSmallIntegerField()

    def __str__(self):
        return self.name


class Booking(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="bookings")
    day = models.DateField()
    booked_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "day"], name="one_booking_a_day")]
