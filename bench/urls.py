"""The product's doors and, under /bare/, what they are compared with."""

from django.urls import include, path

from .bare import views

urlpatterns = [
    path("bare/filings/", views.Filings.as_view()),
    path("bare/filings/<str:token>/", views.OneFiling.as_view()),
    path("bare/filings/<str:token>/take_up/", views.TakeUp.as_view()),
    path("bare/pages/<str:token>/", views.page),
    path("bare/worker/", views.worker),
    path("", include("onestop.urls")),
]
