/*
 * Users, who sell and serve, and the teams they are in.
 *
 *	static struct crm_value
 *	manager_of(const struct crm_record *user)
 *	{
 *		return user->v[USER_MANAGER];
 *	}
 */
#ifndef CRM_USER_H
#define CRM_USER_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	USER_LOGIN = CRM_F_OWN, USER_NAME, USER_EMAIL, USER_ROLE, USER_TEAM,
	USER_MANAGER, USER_SKILLS, USER_CAPACITY, USER_ACTIVE
};

enum { TEAM_NAME = CRM_F_OWN, TEAM_MANAGER, TEAM_PARENT };

#endif
