from chaperone.ledger.events import event

COPY_ASKED = event("facilities.copy.asked", "Somebody asked to copy or download ePHI.")
COPY_APPROVED = event("facilities.copy.approved", "A copy of ePHI was approved by somebody else.")
COPY_REFUSED = event("facilities.copy.declined", "A copy of ePHI was declined by somebody else.")
COPY_WITHDRAWN = event(
    "facilities.copy.withdrawn", "A request to copy ePHI, or its approval, was taken back."
)
COPY_USED = event("facilities.copy.used", "A file with ePHI left, under an approval.")
SITE_ADDED = event("facilities.site.added", "A site was entered in the register.")
SITE_CHANGED = event("facilities.site.changed", "What is known of a site was changed.")
SITE_RETIRED = event("facilities.site.retired", "A site is not used any more.")
PLAN_WRITTEN = event("facilities.plan.written", "A version of a site's security plan was written.")
PLAN_SIGNED = event("facilities.plan.signed", "A site's security plan was signed: it is in force.")
PLAN_REVIEWED = event(
    "facilities.plan.reviewed", "A site's security plan was reviewed, and stays as it is."
)
VISITOR_CAME = event("facilities.visitor.signed_in", "A visitor was signed in.")
VISITOR_LEFT = event("facilities.visitor.signed_out", "A visitor was signed out.")
MAINTAINED = event("facilities.maintenance.recorded", "A repair or change of a place was recorded.")
BADGE_ADDED = event("facilities.badge.added", "A badge was given to somebody.")
BADGE_RETIRED = event("facilities.badge.retired", "A badge was taken out of use.")
BADGE_USE_IMPORTED = event(
    "facilities.badge_use.imported", "A line of a lock's record was entered."
)
DEVICE_ADDED = event("facilities.device.added", "A device or medium was entered in the register.")
DEVICE_CHANGED = event("facilities.device.changed", "What is known of a device was changed.")
DEVICE_CHECKED = event("facilities.device.checked", "A device was checked.")
DEVICE_LOST = event("facilities.device.lost", "A device was lost or stolen.")
DEVICE_LEFT = event("facilities.device.left", "A device or medium left, or moved elsewhere.")
DEVICE_RETURNED = event("facilities.device.returned", "A device or medium came back.")
DEVICE_WIPED = event(
    "facilities.device.wiped", "Somebody recorded that they wiped or destroyed a medium."
)
DEVICE_CERTIFIED = event(
    "facilities.device.certified", "Somebody else confirmed that a medium was wiped or destroyed."
)
