/* Network addresses that a verification may connect to. */
#include "unit.h"

#include "deploy/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

Suite *address_suite(void);

static const char *refused(const char *text)
{
    struct sockaddr_storage storage = {0};
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
        memcpy(&storage, &in, sizeof in);
    } else {
        ck_assert_int_eq(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
        memcpy(&storage, &in6, sizeof in6);
    }
    return pf_address_refused((const struct sockaddr *)&storage);
}

START_TEST(the_internets_addresses_are_asked)
{
    static const char *const addresses[] = {
        "1.1.1.1",      "9.255.255.255", "11.0.0.0",         "100.63.255.255",  "100.128.0.0",
        "128.0.0.1",    "169.253.255.1", "169.255.0.0",      "172.15.255.255",  "172.32.0.0",
        "192.167.0.1",  "192.169.0.1",   "198.17.255.255",   "198.20.0.0",      "223.255.255.255",
        "2606:4700::1", "2a05:d012::1",  "64:ff9b::1.1.1.1", "2002:101:101::1", "::ffff:8.8.8.8",
    };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        ck_assert_msg(refused(addresses[i]) == NULL, "%s: %s", addresses[i], refused(addresses[i]));
}
END_TEST

START_TEST(addresses_of_no_internet_are_not)
{
    static const struct {
        const char *address, *what;
    } examples[] = {
        {"127.0.0.1", "loopback"},
        {"127.255.255.255", "loopback"},
        {"0.0.0.0", "this machine"},
        {"10.0.0.1", "private"},
        {"172.16.0.0", "private"},
        {"172.31.255.255", "private"},
        {"192.168.1.1", "private"},
        {"169.254.1.1", "link-local"},
        {"169.254.169.254", "metadata"},
        {"169.254.170.2", "metadata"},
        {"100.64.0.1", "shared"},
        {"100.100.100.200", "metadata"},
        {"192.0.2.1", "documentation"},
        {"198.18.0.1", "benchmarks"},
        {"224.0.0.1", "multicast"},
        {"255.255.255.255", "reserved"},
        {"::", "this machine"},
        {"::1", "loopback"},
        {"fe80::1", "link-local"},
        {"fc00::1", "private"},
        {"fdff::1", "private"},
        {"fd00:ec2::254", "metadata"},
        {"fd00:ec2::23", "metadata"},
        {"ff02::1", "multicast"},
        {"2001:db8::1", "documentation"},
        {"::ffff:127.0.0.1", "loopback"},
        {"::ffff:169.254.169.254", "metadata"},
        {"::127.0.0.1", "reserved"},
        {"64:ff9b::10.0.0.1", "private"},
        {"2002:7f00:1::", "loopback"},
        {"2002:a9fe:a9fe::", "metadata"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const char *what = refused(examples[i].address);
        ck_assert_msg(what != NULL && strstr(what, examples[i].what) != NULL, "%s: %s",
                      examples[i].address, what == NULL ? "asked" : what);
    }
}
END_TEST

START_TEST(a_socket_of_another_kind_is_none)
{
    struct sockaddr address = {.sa_family = AF_UNIX};
    ck_assert(pf_address_refused(&address) != NULL);
}
END_TEST

START_TEST(names_of_this_machine_and_of_the_cloud)
{
    ck_assert(pf_address_name_refused(PF_STR("LocalHost")) != NULL);
    ck_assert(pf_address_name_refused(PF_STR("shop.localhost")) != NULL);
    ck_assert(pf_address_name_refused(PF_STR("metadata.google.internal")) != NULL);
    ck_assert(pf_address_name_refused(PF_STR("mylocalhost")) == NULL);
    ck_assert(pf_address_name_refused(PF_STR("www.lejardin.fr")) == NULL);
}
END_TEST

Suite *address_suite(void)
{
    const TTest *const tests[] = {
        the_internets_addresses_are_asked,
        addresses_of_no_internet_are_not,
        a_socket_of_another_kind_is_none,
        names_of_this_machine_and_of_the_cloud,
        NULL,
    };
    return pf_suite("address", tests);
}
