#!/usr/bin/env python3
"""What an operator does to a room, by the official server API (PyPI "livekit-api"). Prints one line of JSON.

room_admin.py --bridge http://address:port --key KEY --secret SECRET rooms
                                                                     list ROOM
                                                                     mute ROOM IDENTITY   (its first track)
                                                                     kick ROOM IDENTITY
                                                                     delete ROOM
"""
import argparse
import asyncio
import json
import sys

try:
    from google.protobuf.json_format import MessageToDict
    from livekit import api
except ImportError:
    sys.exit("the Python package \"livekit-api\" is not there: Scripts/peer-environment makes a .venv that has it")


async def act(rooms, action, room, identity):
    """The answer to one request."""
    if action == "rooms":
        return await rooms.list_rooms(api.ListRoomsRequest())
    if action == "list":
        return await rooms.list_participants(api.ListParticipantsRequest(room=room))
    if action == "kick":
        return await rooms.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))
    if action == "delete":
        return await rooms.delete_room(api.DeleteRoomRequest(room=room))
    present = await rooms.list_participants(api.ListParticipantsRequest(room=room))
    participant = next((one for one in present.participants if one.identity == identity), None)
    if participant is None or not participant.tracks:
        sys.exit(f"{identity} has no track in {room}")
    return await rooms.mute_published_track(api.MuteRoomTrackRequest(
        room=room, identity=identity, track_sid=participant.tracks[0].sid, muted=True))


async def run(options):
    client = api.LiveKitAPI(options.bridge, options.key, options.secret)
    try:
        answer = await act(client.room, options.action, options.room, options.identity)
        print(json.dumps(MessageToDict(answer, preserving_proto_field_name=True)))
        return 0
    except api.TwirpError as error:
        print(json.dumps({"code": error.code, "status": error.status, "message": error.message}))
        return 1
    finally:
        await client.aclose()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bridge", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("action", choices=["rooms", "list", "mute", "kick", "delete"])
    parser.add_argument("room", nargs="?", default="")
    parser.add_argument("identity", nargs="?", default="")
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
