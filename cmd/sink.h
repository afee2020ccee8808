/* The output as the place where a report's rows go. */
#ifndef CMD_SINK_H
#define CMD_SINK_H

#include "cmd.h"
#include "crm/report.h"

/* Rows go to the output of C, on a terminal as TTY. */
struct crm_sink cmd_sink(struct cmd *c);

/* End the output when it was begun; exit 3 as --exit-status wants. */
int cmd_sink_end(struct cmd *c, int code);

#endif
