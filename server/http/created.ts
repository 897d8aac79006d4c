/** The response to a request that has created something, with its address. */
export function createdResponse(location: string, body: unknown): Response {
  return Response.json(body, { status: 201, headers: { Location: location } });
}
