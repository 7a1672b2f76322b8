import pytest

from rooms.models import Room


@pytest.mark.django_db
def test_the_list_names_every_room(client):
    Room.objects.create(name="Library", seats=12)
    assert b"Library" in client.get("/").content
