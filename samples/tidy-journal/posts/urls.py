from django.urls import path

from posts.views import PostDetail, PostList

urlpatterns = [
    path("", PostList.as_view(), name="post-list"),
    path("<slug:slug>/", PostDetail.as_view(), name="post-detail"),
]
