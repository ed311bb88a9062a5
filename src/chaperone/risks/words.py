"""Pure: what a standing is called, where no icon stands beside it."""

from chaperone.risks import standing

STANDINGS = {
    standing.CLOSED: "Closed",
    standing.UNASSESSED: "Not judged yet",
    standing.ACCEPTED: "Accepted",
    standing.ENDED: "Acceptance ended: open",
    standing.OVERDUE: "Treatment overdue",
    standing.TREATING: "Being treated",
    standing.TREATED: "Treated, to be judged anew",
    standing.OPEN: "Open",
}
