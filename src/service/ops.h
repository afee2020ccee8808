/* The log's operations in words. */
#ifndef SERVICE_OPS_H
#define SERVICE_OPS_H

static inline const char *
crm_op_word(char op)
{
	return op == 'I' ? "added" : op == 'U' ? "changed" : "removed";
}

#endif
