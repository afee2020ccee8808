/* The checks of the doctor, each in its file. */
#ifndef SERVICE_DOCTOR_H
#define SERVICE_DOCTOR_H

#include "crm/doctor.h"

struct doctor {
	struct crm *crm;
	const struct crm_doctor *to;
	const char *check;		/* that is made */
	bool fix;
	int64_t found;			/* by this check */
};

/* Tell of a finding of the running check. */
int doctor_found(struct doctor *d, const char *todo, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
int doctor_fixed(struct doctor *d, const char *done, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

int doctor_tables(struct doctor *d);
int doctor_indexes(struct doctor *d);
int doctor_references(struct doctor *d);
int doctor_links(struct doctor *d);
int doctor_keys(struct doctor *d);

#endif
