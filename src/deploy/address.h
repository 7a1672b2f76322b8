/* Which network addresses a verification may connect to. */
#ifndef PF_DEPLOY_ADDRESS_H
#define PF_DEPLOY_ADDRESS_H

#include "base/str.h"

#include <sys/socket.h>

/*
 * Why nobody on the internet has this address: "a loopback address", "an address of the cloud's
 * metadata service", … NULL for an address that the internet knows. An IPv4 address within an IPv6
 * one (mapped, NAT64, 6to4) is judged as that IPv4 address.
 * Source: IANA's special-purpose address registries (RFC 6890 and its updates).
 */
const char *pf_address_refused(const struct sockaddr *address);

/* The same for a host's name, before it is looked up: "localhost", "metadata.google.internal". */
const char *pf_address_name_refused(pf_str host);

#endif
