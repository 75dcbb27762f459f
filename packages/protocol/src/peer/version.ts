/**
 * Version of the frames between peers. Transports put it into their handshake, so that peers that would misread each
 * other never exchange a frame. It changes with every change of a layout in this folder; the golden bytes of the tests
 * notice one.
 */
export const PEER_PROTOCOL_VERSION = 2
