from django.test import TestCase

from posts.models import Post


class PostTests(TestCase):
    def test_a_post_has_a_page(self):
        Post.objects.create(title="Hello", slug="hello", text="First of all")
        self.assertContains(self.client.get("/hello/"), "First of all")
