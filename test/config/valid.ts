/** A configuration file that is taken as it is: tests change one thing of it. */
export const valid = `tier: clinic
mode: trial
name: lakeside
organisation: { name: Lakeside }
account: "111122223333"
region: us-east-1
availabilityZones: [us-east-1a, us-east-1b]
allowedRegions: [us-east-1]
practices:
  - { id: derm, name: Derm }
contacts: { security: a@example.com, privacy: b@example.com }
`;
