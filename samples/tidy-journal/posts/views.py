from django.views.generic import DetailView, ListView

from posts.models import Post


class PostList(ListView):
    model = Post
    paginate_by = 20


class PostDetail(DetailView):
    model = Post
