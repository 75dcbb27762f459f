/** One entry of an access control list: who may do what. */
export type Acl = { readonly perms: number; readonly scheme: string; readonly id: string }

/** Who a connection has proved to be; every connection has at least its `ip`. */
export type AuthId = { readonly scheme: string; readonly id: string }
