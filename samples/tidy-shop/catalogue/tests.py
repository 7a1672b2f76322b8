from .models import Plant


def test_a_plant_in_stock_is_available():
    assert Plant(name="Fougère", price=12, in_stock=1).is_available


def test_a_plant_out_of_stock_is_not():
    assert not Plant(name="Fougère", price=12).is_available


def test_the_health_check_needs_no_known_host(client):
    assert client.get("/healthz", HTTP_HOST="10.0.1.17").status_code == 200
