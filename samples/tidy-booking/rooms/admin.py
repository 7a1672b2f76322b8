from django.contrib import admin

from rooms.models import Booking, Room

admin.site.register([Booking, Room])
