from django.urls import path

from reports.massal import views

urlpatterns = [
    path("", views.massal_list, name="massal_list"),
    path("baru/", views.massal_create, name="massal_create"),
    path("<int:pk>/", views.massal_detail, name="massal_detail"),
    path("<int:pk>/ulang/", views.massal_retry, name="massal_retry"),
    path("<int:pk>/batal/", views.massal_cancel, name="massal_cancel"),
    path("<int:pk>/unduh/", views.massal_download, name="massal_download"),
]
