from django.http import HttpResponse
from django.shortcuts import render

from chaperone.access.clearances import missing_clearances
from chaperone.access.decorators import SignedInRequest, signed_in


@signed_in
def clearances(request: SignedInRequest) -> HttpResponse:
    return render(request, "access/clearances.html", {"missing": missing_clearances(request)})
