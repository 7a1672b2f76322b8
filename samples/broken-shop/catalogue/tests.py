from .models import Plant


def test_a_plant_in_stock_is_available():
    assert Plant(name="Fougère", price=12, in_stock=1).is_available


def test_a_plant_out_of_stock_is_not():
    assert not Plant(name="Fougère", price=12).is_available


def test_the_health_check_answers(client):
    assert client.get("/healthz", secure=True).status_code == 200
