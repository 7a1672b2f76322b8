/* The checks written in C, declared from their list. */
#ifndef PF_CHECKS_CHECKS_H
#define PF_CHECKS_CHECKS_H

#include "rule/check.h"

#define CHECK(name) void pf_check_##name(struct pf_check_context *context);
#include "checks/checks.def"
#undef CHECK

#endif
